-- What was pushed is remembered object by object, so that what others change of it can be told.
ALTER TABLE "owned_objects" ADD COLUMN "wanted" JSONB, ADD COLUMN "version" TEXT;

ALTER TABLE "lane_groups"
    ADD COLUMN "auto_heal" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "heal_stopped" JSONB,
    ADD COLUMN "drift_state" TEXT;

CREATE TABLE "drift_heals" (
    "id" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "ref_key" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "manager" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "drift_heals_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "drift_heals_group_id_at_idx" ON "drift_heals"("group_id", "at");

ALTER TABLE "drift_heals" ADD CONSTRAINT "drift_heals_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "lane_groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;
