-- What a promote is to set, and what it has changed of objects that people own.
ALTER TABLE "operations" ADD COLUMN "images" JSONB;

CREATE TABLE "promoted_fields" (
    "id" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "ref_key" TEXT NOT NULL,
    "ref" JSONB NOT NULL,
    "uid" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "application" TEXT NOT NULL,
    "container" TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
    "settled" BOOLEAN NOT NULL DEFAULT false,
    "operation_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "promoted_fields_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "promoted_fields_group_id_idx" ON "promoted_fields"("group_id");

CREATE UNIQUE INDEX "promoted_fields_cluster_id_uid_container_key" ON "promoted_fields"("cluster_id", "uid", "container");

ALTER TABLE "promoted_fields" ADD CONSTRAINT "promoted_fields_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "lane_groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "promoted_fields" ADD CONSTRAINT "promoted_fields_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "clusters"("id") ON DELETE CASCADE ON UPDATE CASCADE;
