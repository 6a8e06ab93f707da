-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id_hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id_hash")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "login_attempts" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "next_allowed" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "login_attempts_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "settings" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "clusters" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "server" TEXT NOT NULL,
    "context" TEXT NOT NULL,
    "kubeconfig_sealed" BYTEA NOT NULL,
    "allow_loopback" BOOLEAN NOT NULL DEFAULT false,
    "registered" TEXT NOT NULL DEFAULT 'user',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "checked_at" TIMESTAMPTZ(3),
    "reachable" BOOLEAN,
    "version" TEXT,
    "problem" TEXT,

    CONSTRAINT "clusters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lane_groups" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "title" TEXT,
    "mode" TEXT NOT NULL,
    "tag_header" TEXT NOT NULL,
    "tag_policy" TEXT NOT NULL,
    "tag_placement" TEXT,
    "registry_delay_seconds" INTEGER,
    "allow_managed" BOOLEAN,
    "convention" TEXT NOT NULL,
    "lane_tags" TEXT[],
    "revision" INTEGER NOT NULL,
    "pushed_revision" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "lane_groups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "applications" (
    "id" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "deployment" TEXT NOT NULL,
    "service_name" TEXT,
    "service_port" INTEGER,
    "calls" JSONB,

    CONSTRAINT "applications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entries" (
    "id" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "application" TEXT NOT NULL,
    "host" TEXT,
    "paths" JSONB,
    "settings" JSONB,

    CONSTRAINT "entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lanes" (
    "id" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "tag" TEXT NOT NULL,
    "title" TEXT,
    "state" TEXT NOT NULL,
    "pass_tag" BOOLEAN NOT NULL,

    CONSTRAINT "lanes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lane_versions" (
    "id" TEXT NOT NULL,
    "lane_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "application" TEXT NOT NULL,
    "image" TEXT NOT NULL,
    "replicas" INTEGER,
    "name" TEXT,
    "config" TEXT,
    "patch" JSONB,

    CONSTRAINT "lane_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "route_rules" (
    "id" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "entries" JSONB,
    "match" JSONB,
    "targets" JSONB NOT NULL,
    "sticky" JSONB,

    CONSTRAINT "route_rules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "drafts" (
    "user_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "drafts_pkey" PRIMARY KEY ("user_id","key")
);

-- CreateTable
CREATE TABLE "revisions" (
    "group_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "document" JSONB NOT NULL,
    "baseline" JSONB NOT NULL,
    "cause" TEXT NOT NULL,
    "message" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "revisions_pkey" PRIMARY KEY ("group_id","number")
);

-- CreateTable
CREATE TABLE "operations" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "group_id" TEXT,
    "group_name" TEXT NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "revision_number" INTEGER NOT NULL,
    "lane" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_owner" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "fencing_token" BIGINT NOT NULL DEFAULT 0,
    "superseded_by_id" TEXT,
    "abort_requested" BOOLEAN NOT NULL DEFAULT false,
    "error" JSONB,
    "notices" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "operations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operation_steps" (
    "id" TEXT NOT NULL,
    "operation_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "operation_steps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operation_objects" (
    "step_id" TEXT NOT NULL,
    "ref_key" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "ref" JSONB NOT NULL,
    "result" TEXT NOT NULL,
    "message" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "operation_objects_pkey" PRIMARY KEY ("step_id","ref_key")
);

-- CreateTable
CREATE TABLE "owned_objects" (
    "id" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "ref_key" TEXT NOT NULL,
    "ref" JSONB NOT NULL,
    "uid" TEXT,
    "lane" TEXT NOT NULL,
    "operation_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "owned_objects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "object_edits" (
    "id" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "ref_key" TEXT NOT NULL,
    "ref" JSONB NOT NULL,
    "uid" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "before" JSONB,
    "has_before" BOOLEAN NOT NULL,
    "after" JSONB,
    "has_after" BOOLEAN NOT NULL,
    "lane" TEXT NOT NULL,
    "applied" BOOLEAN NOT NULL DEFAULT false,
    "operation_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "object_edits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target_kind" TEXT NOT NULL,
    "target_name" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "reason" TEXT,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_name_key" ON "api_tokens"("name");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_hash_key" ON "api_tokens"("hash");

-- CreateIndex
CREATE INDEX "login_attempts_last_at_idx" ON "login_attempts"("last_at");

-- CreateIndex
CREATE UNIQUE INDEX "clusters_name_key" ON "clusters"("name");

-- CreateIndex
CREATE UNIQUE INDEX "lane_groups_name_key" ON "lane_groups"("name");

-- CreateIndex
CREATE INDEX "lane_groups_cluster_id_idx" ON "lane_groups"("cluster_id");

-- CreateIndex
CREATE INDEX "lane_groups_updated_at_id_idx" ON "lane_groups"("updated_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "applications_group_id_name_key" ON "applications"("group_id", "name");

-- CreateIndex
CREATE INDEX "entries_host_idx" ON "entries"("host");

-- CreateIndex
CREATE UNIQUE INDEX "entries_group_id_name_key" ON "entries"("group_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "lanes_group_id_tag_key" ON "lanes"("group_id", "tag");

-- CreateIndex
CREATE UNIQUE INDEX "lane_versions_lane_id_application_key" ON "lane_versions"("lane_id", "application");

-- CreateIndex
CREATE UNIQUE INDEX "route_rules_group_id_name_key" ON "route_rules"("group_id", "name");

-- CreateIndex
CREATE INDEX "operations_group_id_created_at_idx" ON "operations"("group_id", "created_at");

-- CreateIndex
CREATE INDEX "operations_state_lease_until_idx" ON "operations"("state", "lease_until");

-- CreateIndex
CREATE INDEX "operations_created_at_id_idx" ON "operations"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "operation_steps_operation_id_position_key" ON "operation_steps"("operation_id", "position");

-- CreateIndex
CREATE INDEX "owned_objects_group_id_lane_idx" ON "owned_objects"("group_id", "lane");

-- CreateIndex
CREATE UNIQUE INDEX "owned_objects_cluster_id_ref_key_key" ON "owned_objects"("cluster_id", "ref_key");

-- CreateIndex
CREATE INDEX "object_edits_group_id_lane_idx" ON "object_edits"("group_id", "lane");

-- CreateIndex
CREATE UNIQUE INDEX "object_edits_cluster_id_uid_path_key" ON "object_edits"("cluster_id", "uid", "path");

-- CreateIndex
CREATE INDEX "audit_events_at_id_idx" ON "audit_events"("at", "id");

-- CreateIndex
CREATE INDEX "audit_events_target_kind_target_name_at_idx" ON "audit_events"("target_kind", "target_name", "at");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lane_groups" ADD CONSTRAINT "lane_groups_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "clusters"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "applications" ADD CONSTRAINT "applications_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "lane_groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entries" ADD CONSTRAINT "entries_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "lane_groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lanes" ADD CONSTRAINT "lanes_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "lane_groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lane_versions" ADD CONSTRAINT "lane_versions_lane_id_fkey" FOREIGN KEY ("lane_id") REFERENCES "lanes"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "route_rules" ADD CONSTRAINT "route_rules_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "lane_groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "lane_groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operations" ADD CONSTRAINT "operations_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "lane_groups"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operations" ADD CONSTRAINT "operations_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "clusters"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operations" ADD CONSTRAINT "operations_superseded_by_id_fkey" FOREIGN KEY ("superseded_by_id") REFERENCES "operations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operation_steps" ADD CONSTRAINT "operation_steps_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "operations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operation_objects" ADD CONSTRAINT "operation_objects_step_id_fkey" FOREIGN KEY ("step_id") REFERENCES "operation_steps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "owned_objects" ADD CONSTRAINT "owned_objects_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "lane_groups"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "owned_objects" ADD CONSTRAINT "owned_objects_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "clusters"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "object_edits" ADD CONSTRAINT "object_edits_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "lane_groups"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "object_edits" ADD CONSTRAINT "object_edits_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "clusters"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- A revision and an audit event are never changed; an audit event is never removed.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused', TG_OP, TG_TABLE_NAME;
END
$$;

CREATE TRIGGER revisions_are_immutable BEFORE UPDATE ON "revisions"
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER audit_events_are_immutable BEFORE UPDATE OR DELETE ON "audit_events"
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
