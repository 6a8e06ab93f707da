-- Sentences are kept with their params and said in the reader's language; what clusters say stays a plain string.
ALTER TABLE "operation_objects" ALTER COLUMN "message" TYPE JSONB USING to_jsonb("message");
ALTER TABLE "clusters" ALTER COLUMN "problem" TYPE JSONB USING to_jsonb("problem");
