-- AlterTable
ALTER TABLE "McpServer" ADD COLUMN     "discoveredAt" TIMESTAMPTZ(6),
ADD COLUMN     "discovery" JSONB,
ADD COLUMN     "metadataOrigin" TEXT;

-- AlterTable
ALTER TABLE "ServerCredential" ADD COLUMN     "account" TEXT,
ADD COLUMN     "clientId" TEXT,
ADD COLUMN     "expiresAt" TIMESTAMPTZ(6),
ADD COLUMN     "issuer" TEXT,
ADD COLUMN     "lastUsedAt" TIMESTAMPTZ(6),
ADD COLUMN     "needsSignInSince" TIMESTAMPTZ(6),
ADD COLUMN     "refreshFailures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "refreshNotBefore" TIMESTAMPTZ(6),
ADD COLUMN     "refreshedAt" TIMESTAMPTZ(6),
ADD COLUMN     "refreshingUntil" TIMESTAMPTZ(6),
ADD COLUMN     "renewable" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "statusReason" TEXT,
ADD COLUMN     "stepUps" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "wantedScopes" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "ServerRegistration" (
    "id" UUID NOT NULL,
    "serverId" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "createdById" UUID,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ServerRegistration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConnectionAttempt" (
    "id" UUID NOT NULL,
    "stateHash" TEXT NOT NULL,
    "serverId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "sessionId" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "returnTo" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(6) NOT NULL,
    "usedAt" TIMESTAMPTZ(6),
    "outcome" TEXT,
    "reason" TEXT,

    CONSTRAINT "ConnectionAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ServerRegistration_serverId_issuer_key" ON "ServerRegistration"("serverId", "issuer");

-- CreateIndex
CREATE UNIQUE INDEX "ConnectionAttempt_stateHash_key" ON "ConnectionAttempt"("stateHash");

-- CreateIndex
CREATE INDEX "ConnectionAttempt_expiresAt_idx" ON "ConnectionAttempt"("expiresAt");

-- CreateIndex
CREATE INDEX "ServerCredential_userId_idx" ON "ServerCredential"("userId");

-- AddForeignKey
ALTER TABLE "ServerRegistration" ADD CONSTRAINT "ServerRegistration_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConnectionAttempt" ADD CONSTRAINT "ConnectionAttempt_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConnectionAttempt" ADD CONSTRAINT "ConnectionAttempt_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One credential per server and owner, the shared one included.
DELETE FROM "ServerCredential" older USING "ServerCredential" newer
  WHERE older."serverId" = newer."serverId" AND older."userId" IS NOT DISTINCT FROM newer."userId"
    AND (older."createdAt", older."id") < (newer."createdAt", newer."id");
CREATE UNIQUE INDEX "ServerCredential_serverId_userId_key" ON "ServerCredential"("serverId", "userId") NULLS NOT DISTINCT;
DROP INDEX "ServerCredential_serverId_idx";

-- Whose credential changed, so that one person's refresh does not make every replica forget everybody's.
CREATE FUNCTION gatehouse_notify_credential() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed "ServerCredential";
BEGIN
  IF TG_OP = 'DELETE' THEN changed := OLD; ELSE changed := NEW; END IF;
  PERFORM pg_notify('gatehouse', 'credential:' || changed."serverId" || ':' || coalesce(changed."userId"::text, 'shared'));
  RETURN NULL;
END $$;

DROP TRIGGER notify_change ON "ServerCredential";
CREATE TRIGGER notify_change AFTER INSERT OR DELETE OR UPDATE OF "version", "sealed", "revision", "expiresAt", "needsSignInSince", "refreshingUntil", "refreshNotBefore" ON "ServerCredential" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify_credential();
