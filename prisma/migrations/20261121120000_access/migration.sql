-- CreateTable
CREATE TABLE "MembershipRole" (
    "id" UUID NOT NULL,
    "membershipId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "roleId" UUID,
    "expiresAt" TIMESTAMPTZ(6),
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MembershipRole_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Role" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Role_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RoleRule" (
    "id" UUID NOT NULL,
    "roleId" UUID NOT NULL,
    "permission" TEXT NOT NULL,
    "conditions" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "RoleRule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "roles" JSONB NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(6) NOT NULL,
    "invitedById" UUID,
    "acceptedAt" TIMESTAMPTZ(6),
    "revokedAt" TIMESTAMPTZ(6),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "MembershipRole_roleId_idx" ON "MembershipRole"("roleId");

-- CreateIndex
CREATE UNIQUE INDEX "MembershipRole_membershipId_role_key" ON "MembershipRole"("membershipId", "role");

-- CreateIndex
CREATE UNIQUE INDEX "Role_projectId_name_key" ON "Role"("projectId", "name");

-- CreateIndex
CREATE INDEX "RoleRule_roleId_idx" ON "RoleRule"("roleId");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE INDEX "Invitation_projectId_email_idx" ON "Invitation"("projectId", "email");

-- AddForeignKey
ALTER TABLE "MembershipRole" ADD CONSTRAINT "MembershipRole_membershipId_fkey" FOREIGN KEY ("membershipId") REFERENCES "Membership"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MembershipRole" ADD CONSTRAINT "MembershipRole_roleId_fkey" FOREIGN KEY ("roleId") REFERENCES "Role"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Role" ADD CONSTRAINT "Role_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoleRule" ADD CONSTRAINT "RoleRule_roleId_fkey" FOREIGN KEY ("roleId") REFERENCES "Role"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_invitedById_fkey" FOREIGN KEY ("invitedById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- A role of the project is named by its id, in both columns.
ALTER TABLE "MembershipRole" ADD CONSTRAINT "MembershipRole_role_check" CHECK ("roleId" IS NULL OR "role" = "roleId"::text);

-- Everybody keeps the role they have, until the date it had.
INSERT INTO "MembershipRole" ("id", "membershipId", "role", "expiresAt", "createdAt")
  SELECT gen_random_uuid(), "id", "role", "expiresAt", "createdAt" FROM "Membership";

DROP TRIGGER notify_change ON "Membership";
ALTER TABLE "Membership" DROP COLUMN "expiresAt",
DROP COLUMN "role";

-- Whose roles changed. Nobody is told when the membership went with them: its own trigger has.
CREATE FUNCTION gatehouse_notify_holder() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  membership uuid;
  holder uuid;
BEGIN
  IF TG_OP = 'DELETE' THEN membership := OLD."membershipId"; ELSE membership := NEW."membershipId"; END IF;
  SELECT "userId" INTO holder FROM "Membership" WHERE "id" = membership;
  IF holder IS NOT NULL THEN PERFORM pg_notify('gatehouse', 'user:' || holder); END IF;
  RETURN NULL;
END $$;

-- In which project what a role allows changed.
CREATE FUNCTION gatehouse_notify_rule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed uuid;
  project uuid;
BEGIN
  IF TG_OP = 'DELETE' THEN changed := OLD."roleId"; ELSE changed := NEW."roleId"; END IF;
  SELECT "projectId" INTO project FROM "Role" WHERE "id" = changed;
  IF project IS NOT NULL THEN PERFORM pg_notify('gatehouse', 'role:' || project); END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER notify_change AFTER INSERT OR DELETE ON "Membership" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('user', 'userId');
CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE ON "MembershipRole" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify_holder();
CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE ON "Role" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('role', 'projectId');
CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE ON "RoleRule" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify_rule();
