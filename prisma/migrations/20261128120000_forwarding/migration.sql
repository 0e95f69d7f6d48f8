-- Where the record of calls is forwarded to, and how far each of these places has come.

CREATE TABLE "ForwardingDestination" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "outcomes" TEXT NOT NULL DEFAULT 'all',
    "payloadsAt" TIMESTAMPTZ(6),
    "pausedAt" TIMESTAMPTZ(6),
    "headerNames" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "headersSealed" TEXT,
    "headersAt" TIMESTAMPTZ(6),
    "headersByName" TEXT,
    "secretSealed" TEXT,
    "secretHint" TEXT,
    "secretAt" TIMESTAMPTZ(6),
    "secretByName" TEXT,
    "previousSealed" TEXT,
    "previousUntil" TIMESTAMPTZ(6),
    "revision" INTEGER NOT NULL DEFAULT 0,
    "batchRows" INTEGER NOT NULL DEFAULT 500,
    "leaseHolder" UUID,
    "leaseUntil" TIMESTAMPTZ(6),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failingSince" TIMESTAMPTZ(6),
    "lastError" TEXT,
    "lastErrorAt" TIMESTAMPTZ(6),
    "nextTryAt" TIMESTAMPTZ(6),
    "stoppedAt" TIMESTAMPTZ(6),
    "deliveredCalls" BIGINT NOT NULL DEFAULT 0,
    "deliveredAt" TIMESTAMPTZ(6),
    "lastCallId" UUID,
    "lastCallAt" TIMESTAMPTZ(6),
    "rejectedCalls" BIGINT NOT NULL DEFAULT 0,
    "rejectedAt" TIMESTAMPTZ(6),
    "rejectedReason" TEXT,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ForwardingDestination_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "ForwardingDestination_kind_check" CHECK ("kind" IN ('otlp', 'webhook')),
    CONSTRAINT "ForwardingDestination_outcomes_check" CHECK ("outcomes" IN ('all', 'not_ok')),
    -- A webhook is always signed.
    CONSTRAINT "ForwardingDestination_secret_check" CHECK (("kind" = 'webhook') = ("secretSealed" IS NOT NULL))
);

CREATE UNIQUE INDEX "ForwardingDestination_projectId_name_key" ON "ForwardingDestination"("projectId", "name");

ALTER TABLE "ForwardingDestination" ADD CONSTRAINT "ForwardingDestination_projectId_fkey"
  FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A position in each chain of the record: everything of this writer in this month up to `seq` was acknowledged.
CREATE TABLE "ForwardingCursor" (
    "destinationId" UUID NOT NULL,
    "month" DATE NOT NULL,
    "writer" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    -- The last row that was sent; rows that were passed over lie between the two.
    "sent" BIGINT,

    CONSTRAINT "ForwardingCursor_pkey" PRIMARY KEY ("destinationId", "month", "writer")
);

ALTER TABLE "ForwardingCursor" ADD CONSTRAINT "ForwardingCursor_destinationId_fkey"
  FOREIGN KEY ("destinationId") REFERENCES "ForwardingDestination"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The months in which the record has room for a project's calls, oldest first. Read from the catalogue, so that no row of
-- the record is touched.
CREATE FUNCTION activity_months(project uuid) RETURNS SETOF date LANGUAGE sql STABLE AS $$
  SELECT to_date(right(c.relname, 6), 'YYYYMM') FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = '"ActivityLog"'::regclass
    AND to_regclass(format('%I', c.relname || '_' || replace(project::text, '-', ''))) IS NOT NULL
  ORDER BY 1
$$;
