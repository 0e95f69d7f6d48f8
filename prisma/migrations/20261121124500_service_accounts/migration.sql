-- AlterTable
ALTER TABLE "McpSession" ADD COLUMN     "accountId" UUID,
ADD COLUMN     "accountTokenId" UUID,
ALTER COLUMN "userId" DROP NOT NULL,
ALTER COLUMN "grantId" DROP NOT NULL;

-- CreateTable
CREATE TABLE "ServiceAccount" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "disabledAt" TIMESTAMPTZ(6),
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ServiceAccount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ServiceAccountRole" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "roleId" UUID,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ServiceAccountRole_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ServiceAccountToken" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(6) NOT NULL,
    "revokedAt" TIMESTAMPTZ(6),
    "lastUsedAt" TIMESTAMPTZ(6),

    CONSTRAINT "ServiceAccountToken_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ServiceAccount_projectId_name_key" ON "ServiceAccount"("projectId", "name");

-- CreateIndex
CREATE INDEX "ServiceAccountRole_roleId_idx" ON "ServiceAccountRole"("roleId");

-- CreateIndex
CREATE UNIQUE INDEX "ServiceAccountRole_accountId_role_key" ON "ServiceAccountRole"("accountId", "role");

-- CreateIndex
CREATE UNIQUE INDEX "ServiceAccountToken_tokenHash_key" ON "ServiceAccountToken"("tokenHash");

-- CreateIndex
CREATE INDEX "ServiceAccountToken_accountId_idx" ON "ServiceAccountToken"("accountId");

-- CreateIndex
CREATE INDEX "McpSession_accountTokenId_idx" ON "McpSession"("accountTokenId");

-- CreateIndex
CREATE INDEX "McpSession_accountId_idx" ON "McpSession"("accountId");

-- AddForeignKey
ALTER TABLE "McpSession" ADD CONSTRAINT "McpSession_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "ServiceAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "McpSession" ADD CONSTRAINT "McpSession_accountTokenId_fkey" FOREIGN KEY ("accountTokenId") REFERENCES "ServiceAccountToken"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServiceAccount" ADD CONSTRAINT "ServiceAccount_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServiceAccountRole" ADD CONSTRAINT "ServiceAccountRole_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "ServiceAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServiceAccountRole" ADD CONSTRAINT "ServiceAccountRole_roleId_fkey" FOREIGN KEY ("roleId") REFERENCES "Role"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServiceAccountToken" ADD CONSTRAINT "ServiceAccountToken_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "ServiceAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A role of the project is named by its id, in both columns.
ALTER TABLE "ServiceAccountRole" ADD CONSTRAINT "ServiceAccountRole_role_check" CHECK ("roleId" IS NULL OR "role" = "roleId"::text);

-- A session belongs to a person or to a program, never to both or to nobody.
ALTER TABLE "McpSession" ADD CONSTRAINT "McpSession_whose_check" CHECK (
  (num_nonnulls("userId", "grantId") = 2 AND num_nonnulls("accountId", "accountTokenId") = 0)
  OR (num_nonnulls("userId", "grantId") = 0 AND num_nonnulls("accountId", "accountTokenId") = 2)
);

-- The data plane knows a service account as the one who calls, as it knows people.
CREATE TRIGGER notify_change AFTER UPDATE OF "name", "disabledAt" OR DELETE ON "ServiceAccount" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('user', 'id');
CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE ON "ServiceAccountRole" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('user', 'accountId');
CREATE TRIGGER notify_change AFTER UPDATE OF "revokedAt", "expiresAt" OR DELETE ON "ServiceAccountToken" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('token', 'tokenHash');
