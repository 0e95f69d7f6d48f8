-- Which endpoint, server, tool, method, person, client, outcome and duration each call has, as numbers of 16 bits: what a
-- filter of several of them need not look through. Digests are made again of the calls.
DELETE FROM "ActivityDigest";
ALTER TABLE "ActivityDigest"
    ADD COLUMN "firsts" INTEGER[],
    ADD COLUMN "facets" BYTEA NOT NULL;

-- Not compressed: a search reads a few of the eight.
ALTER TABLE "ActivityDigest" ALTER COLUMN "facets" SET STORAGE EXTERNAL;
