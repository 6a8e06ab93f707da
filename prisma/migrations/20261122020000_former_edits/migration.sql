-- The change of the same field that stands until the cluster has answered to the one that is written down.
ALTER TABLE "object_edits" ADD COLUMN "former" JSONB;
