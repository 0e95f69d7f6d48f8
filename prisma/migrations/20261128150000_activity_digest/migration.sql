-- Where texts can stand: of some thousand calls of one project and month, which short pieces of text occur in which
-- block of calls, as bits. Made afterwards, never in the path of a call; a search reads the blocks that are left. It holds
-- nothing that the calls do not hold, and goes when they go.
CREATE TABLE "ActivityDigest" (
    "projectId" UUID NOT NULL,
    "from" TIMESTAMPTZ(6) NOT NULL,
    "to" TIMESTAMPTZ(6) NOT NULL,
    "calls" INTEGER NOT NULL,
    "blocks" BYTEA NOT NULL,
    "names" BYTEA NOT NULL,
    "bodies" BYTEA,

    CONSTRAINT "ActivityDigest_pkey" PRIMARY KEY ("projectId", "from")
);

-- Not compressed: of a megabyte a search reads some hundred bytes.
ALTER TABLE "ActivityDigest" ALTER COLUMN "names" SET STORAGE EXTERNAL, ALTER COLUMN "bodies" SET STORAGE EXTERNAL;
