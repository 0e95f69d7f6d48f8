-- AlterTable
ALTER TABLE "ActivityLog" ADD COLUMN     "redactions" JSONB;

-- AlterTable
ALTER TABLE "ActivityStart" ADD COLUMN     "redactions" JSONB;

-- AlterTable
ALTER TABLE "McpEndpoint" ADD COLUMN     "requestFilterSince" TIMESTAMPTZ(6),
ADD COLUMN     "requestFilterTypes" TEXT[] DEFAULT ARRAY['EMAIL', 'PHONE', 'SSN', 'CREDIT_CARD', 'IP']::TEXT[],
ADD COLUMN     "responseFilterSince" TIMESTAMPTZ(6),
ADD COLUMN     "responseFilterTypes" TEXT[] DEFAULT ARRAY['EMAIL', 'PHONE', 'SSN', 'CREDIT_CARD', 'IP']::TEXT[];
