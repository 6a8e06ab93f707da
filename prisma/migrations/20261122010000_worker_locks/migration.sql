-- Whether the lease's owner had its lock when the lease was taken or last renewed: only then does a lost lock say anything.
ALTER TABLE "operations" ADD COLUMN "lease_guarded" BOOLEAN NOT NULL DEFAULT false;

-- The advisory lock that a worker has for as long as it lives.
CREATE FUNCTION "worker_lock_key"(worker text) RETURNS bigint LANGUAGE sql IMMUTABLE AS
  $$ SELECT hashtextextended(worker, 815002) $$;

CREATE FUNCTION "worker_has_lock"(worker text) RETURNS boolean LANGUAGE sql VOLATILE AS $$
  SELECT EXISTS (
    SELECT 1 FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND classid::bigint = (worker_lock_key(worker) >> 32) & 4294967295
      AND objid::bigint = worker_lock_key(worker) & 4294967295)
$$;

-- A server that has only just started has forgotten the locks of workers that live: then the lease's time alone decides.
CREATE FUNCTION "lease_is_held"(owner text, until timestamptz, guarded boolean) RETURNS boolean LANGUAGE sql VOLATILE AS $$
  SELECT CASE
    WHEN owner IS NULL OR until IS NULL OR until <= clock_timestamp() THEN false
    WHEN NOT guarded OR pg_postmaster_start_time() > clock_timestamp() - interval '2 seconds' THEN true
    ELSE worker_has_lock(owner) END
$$;
