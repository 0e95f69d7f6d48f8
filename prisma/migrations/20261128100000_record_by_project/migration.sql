-- The record of calls, laid out anew: each month is divided by project, so that one project's month can be dropped as a
-- whole when its time is over, and every row carries its place in a chain that shows what was changed afterwards.

-- The old tables make room; their rows are copied below.
DO $$
DECLARE
  old record;
BEGIN
  FOR old IN SELECT c.oid::regclass::text AS name, c.relname FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent IN ('"ActivityStart"'::regclass, '"ActivityLog"'::regclass, '"ActivityPayload"'::regclass)
  LOOP
    EXECUTE format('ALTER TABLE %s RENAME TO %I', old.name, 'old_' || old.relname);
  END LOOP;
END $$;
ALTER TABLE "ActivityStart" RENAME TO "old_ActivityStart";
ALTER TABLE "ActivityLog" RENAME TO "old_ActivityLog";
ALTER TABLE "ActivityPayload" RENAME TO "old_ActivityPayload";
ALTER TABLE "old_ActivityStart" RENAME CONSTRAINT "ActivityStart_pkey" TO "old_ActivityStart_pkey";
ALTER TABLE "old_ActivityLog" RENAME CONSTRAINT "ActivityLog_pkey" TO "old_ActivityLog_pkey";
ALTER TABLE "old_ActivityPayload" RENAME CONSTRAINT "ActivityPayload_pkey" TO "old_ActivityPayload_pkey";
DROP INDEX "ActivityLog_projectId_startedAt_id_idx", "ActivityLog_projectId_endpointId_startedAt_id_idx",
  "ActivityLog_projectId_serverId_startedAt_id_idx", "ActivityLog_projectId_toolName_startedAt_id_idx",
  "ActivityLog_projectId_userId_startedAt_id_idx", "ActivityLog_projectId_clientName_startedAt_id_idx",
  "ActivityLog_wrong_idx", "ActivityLog_slow_idx", "ActivityLog_redacted_idx";
DROP FUNCTION activity_ensure_partitions(integer);

CREATE TABLE "ActivityStart" (
    "id" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(6) NOT NULL,
    "projectId" UUID NOT NULL,
    "endpointId" UUID NOT NULL,
    "endpointName" TEXT NOT NULL,
    "serverId" UUID,
    "serverName" TEXT,
    "method" TEXT NOT NULL,
    "toolName" TEXT,
    "upstreamTool" TEXT,
    "userId" UUID,
    "userName" TEXT,
    "clientId" TEXT,
    "clientName" TEXT,
    "grantId" UUID,
    "sessionId" UUID,
    "era" TEXT NOT NULL,
    "requestBytes" INTEGER NOT NULL,
    "requestId" TEXT NOT NULL,
    "writer" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "redactions" JSONB,
    "payloadHash" BYTEA,
    "mac" BYTEA,

    -- Also the order of a page: a project's calls, newest first.
    CONSTRAINT "ActivityStart_pkey" PRIMARY KEY ("projectId", "startedAt", "id")
) PARTITION BY RANGE ("startedAt");

CREATE TABLE "ActivityLog" (
    "id" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(6) NOT NULL,
    "projectId" UUID NOT NULL,
    "endpointId" UUID NOT NULL,
    "endpointName" TEXT NOT NULL,
    "serverId" UUID,
    "serverName" TEXT,
    "method" TEXT NOT NULL,
    "toolName" TEXT,
    "upstreamTool" TEXT,
    "userId" UUID,
    "userName" TEXT,
    "clientId" TEXT,
    "clientName" TEXT,
    "grantId" UUID,
    "sessionId" UUID,
    "era" TEXT NOT NULL,
    "requestBytes" INTEGER NOT NULL,
    "requestId" TEXT NOT NULL,
    "writer" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "decision" TEXT NOT NULL,
    "decisionReason" TEXT,
    "outcome" TEXT NOT NULL,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "durationMs" DOUBLE PRECISION NOT NULL,
    "upstreamMs" DOUBLE PRECISION,
    "responseBytes" INTEGER NOT NULL,
    "finishedAt" TIMESTAMPTZ(6) NOT NULL,
    "redactions" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "payloadHash" BYTEA,
    "mac" BYTEA,

    CONSTRAINT "ActivityLog_pkey" PRIMARY KEY ("projectId", "startedAt", "id")
) PARTITION BY RANGE ("startedAt");

CREATE TABLE "ActivityPayload" (
    "projectId" UUID NOT NULL,
    "callId" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(6) NOT NULL,
    "side" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "cut" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "ActivityPayload_pkey" PRIMARY KEY ("projectId", "startedAt", "callId", "side")
) PARTITION BY RANGE ("startedAt");

-- What one can ask the record. Each index is in the order of a page, so that a page costs the same however many calls
-- there are and however long ago the last match was. The project is not among the columns: a leaf holds one project.

-- CreateIndex: one endpoint; also what a person may see who may see only some.
CREATE INDEX "ActivityLog_endpointId_startedAt_id_idx" ON "ActivityLog"("endpointId", "startedAt" DESC, "id" DESC);

-- CreateIndex: one server, which may serve several endpoints.
CREATE INDEX "ActivityLog_serverId_startedAt_id_idx" ON "ActivityLog"("serverId", "startedAt" DESC, "id" DESC);

-- CreateIndex: one tool; the rarest are the ones looked for.
CREATE INDEX "ActivityLog_toolName_startedAt_id_idx" ON "ActivityLog"("toolName", "startedAt" DESC, "id" DESC);

-- CreateIndex: what was done in one person's name.
CREATE INDEX "ActivityLog_userId_startedAt_id_idx" ON "ActivityLog"("userId", "startedAt" DESC, "id" DESC);

-- CreateIndex: one client by the name it gave.
CREATE INDEX "ActivityLog_clientName_startedAt_id_idx" ON "ActivityLog"("clientName", "startedAt" DESC, "id" DESC);

-- CreateIndex: the order in which a process wrote: what is proved, and what is forwarded next.
CREATE INDEX "ActivityLog_writer_seq_idx" ON "ActivityLog"("writer", "seq");

-- Calls that did not go well, of each outcome: few, so it costs the others nothing.
CREATE INDEX "ActivityLog_wrong_idx" ON "ActivityLog" ("startedAt" DESC, "id" DESC, "outcome") WHERE "outcome" <> 'ok';

-- Slow calls: few; a bound above one second is looked for among them.
CREATE INDEX "ActivityLog_slow_idx" ON "ActivityLog" ("startedAt" DESC, "id" DESC, "durationMs") WHERE "durationMs" >= 1000;

-- Calls that a filter took something out of.
CREATE INDEX "ActivityLog_redacted_idx" ON "ActivityLog" ("startedAt" DESC, "id" DESC) WHERE "redactions" <> '[]'::jsonb;

-- The month of a table, as a partition that is itself divided by project. A table is made first and attached then, which
-- stops nobody who reads or writes.
CREATE FUNCTION activity_ensure_month(base text, month date) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  name text := base || '_' || to_char(month, 'YYYYMM');
BEGIN
  IF to_regclass(format('%I', name)) IS NULL THEN
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS) PARTITION BY LIST ("projectId")', name, base);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', base, name,
      month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
  END IF;
  RETURN name;
END $$;

-- The leaves of one project for every month from `first` to `last`. Runs with the rights of the owner: the application
-- may add room for calls and do nothing else with it.
CREATE FUNCTION activity_ensure_leaves(project uuid, first date, last date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  base text;
  month date;
  name text;
  parent text;
BEGIN
  FOR month IN SELECT generate_series(date_trunc('month', first::timestamp), last::timestamp, interval '1 month')::date LOOP
    FOREACH base IN ARRAY ARRAY['ActivityStart', 'ActivityLog', 'ActivityPayload'] LOOP
      name := base || '_' || to_char(month, 'YYYYMM') || '_' || replace(project::text, '-', '');
      CONTINUE WHEN to_regclass(format('%I', name)) IS NOT NULL;
      -- Taken as late as can be, and looked again: most of the time everything is there.
      PERFORM pg_advisory_xact_lock(hashtext('gatehouse.activity.partitions'));
      CONTINUE WHEN to_regclass(format('%I', name)) IS NOT NULL;
      parent := activity_ensure_month(base, month);
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS)', name, parent);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES IN (%L)', parent, name, project);
    END LOOP;
  END LOOP;
END $$;

-- Room for every project, from an hour ago (clocks differ) to `ahead` months from now. Run at start and every hour.
CREATE FUNCTION activity_ensure_partitions(ahead integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  utc timestamp := now() AT TIME ZONE 'UTC';
BEGIN
  PERFORM activity_ensure_leaves(p.id, (utc - interval '1 hour')::date, (utc + make_interval(months => ahead))::date)
    FROM "Project" p;
END $$;

CREATE FUNCTION activity_of_new_project() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  utc timestamp := now() AT TIME ZONE 'UTC';
BEGIN
  PERFORM activity_ensure_leaves(NEW.id, (utc - interval '1 hour')::date, (utc + interval '1 day')::date);
  RETURN NULL;
END $$;

-- No project without room for its calls, whoever makes it.
CREATE TRIGGER ensure_record AFTER INSERT ON "Project" FOR EACH ROW EXECUTE FUNCTION activity_of_new_project();

-- What there is moves over.
SELECT activity_ensure_leaves("projectId", min("startedAt" AT TIME ZONE 'UTC')::date, max("startedAt" AT TIME ZONE 'UTC')::date)
  FROM (SELECT "projectId", "startedAt" FROM "old_ActivityStart"
    UNION ALL SELECT "projectId", "startedAt" FROM "old_ActivityLog") calls GROUP BY "projectId";
SELECT activity_ensure_partitions(2);

INSERT INTO "ActivityStart" ("id", "startedAt", "projectId", "endpointId", "endpointName", "serverId", "serverName",
  "method", "toolName", "upstreamTool", "userId", "userName", "clientId", "clientName", "grantId", "sessionId", "era",
  "requestBytes", "requestId", "writer", "seq", "redactions")
SELECT "id", "startedAt", "projectId", "endpointId", "endpointName", "serverId", "serverName",
  "method", "toolName", "upstreamTool", "userId", "userName", "clientId", "clientName", "grantId", "sessionId", "era",
  "requestBytes", "requestId", "writer", "seq", "redactions" FROM "old_ActivityStart";

INSERT INTO "ActivityLog" ("id", "startedAt", "projectId", "endpointId", "endpointName", "serverId", "serverName",
  "method", "toolName", "upstreamTool", "userId", "userName", "clientId", "clientName", "grantId", "sessionId", "era",
  "requestBytes", "requestId", "writer", "seq", "decision", "decisionReason", "outcome", "errorCode", "errorMessage",
  "durationMs", "upstreamMs", "responseBytes", "finishedAt", "redactions")
SELECT "id", "startedAt", "projectId", "endpointId", "endpointName", "serverId", "serverName",
  "method", "toolName", "upstreamTool", "userId", "userName", "clientId", "clientName", "grantId", "sessionId", "era",
  "requestBytes", "requestId", "writer", "seq", "decision", "decisionReason", "outcome", "errorCode", "errorMessage",
  "durationMs", "upstreamMs", "responseBytes", "finishedAt", "redactions" FROM "old_ActivityLog";

-- A call is in one of them at least; its project is the same in both.
INSERT INTO "ActivityPayload" ("projectId", "callId", "startedAt", "side", "body", "bytes", "cut")
SELECT calls."projectId", p."callId", p."startedAt", p."side", p."body", p."bytes", p."cut"
FROM "old_ActivityPayload" p
JOIN (SELECT "projectId", "startedAt", "id" FROM "old_ActivityStart"
  UNION SELECT "projectId", "startedAt", "id" FROM "old_ActivityLog") calls
  ON calls."startedAt" = p."startedAt" AND calls."id" = p."callId";

DROP TABLE "old_ActivityStart", "old_ActivityLog", "old_ActivityPayload";

-- How long a project's calls are kept; no row, or null, keeps them. It outlives the project, as its calls do.
CREATE TABLE "ActivityPolicy" (
    "projectId" UUID NOT NULL,
    "keepDays" INTEGER,
    "keepPayloadDays" INTEGER,
    "heldAt" TIMESTAMPTZ(6),
    "heldByName" TEXT,
    "heldReason" TEXT,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ActivityPolicy_pkey" PRIMARY KEY ("projectId")
);

-- How far the chains had come at a moment, and what was dropped: what shows that an end was cut off.
CREATE TABLE "ActivityCheckpoint" (
    "number" BIGINT NOT NULL,
    "body" TEXT NOT NULL,
    "mac" BYTEA NOT NULL,

    CONSTRAINT "ActivityCheckpoint_pkey" PRIMARY KEY ("number")
);
