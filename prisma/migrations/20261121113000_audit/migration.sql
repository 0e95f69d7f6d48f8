-- AlterTable
ALTER TABLE "AuditEvent" ADD COLUMN "userAgent" TEXT;

-- CreateIndex
CREATE INDEX "AuditEvent_projectId_actorId_at_id_idx" ON "AuditEvent"("projectId", "actorId", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "AuditEvent_projectId_subjectId_at_id_idx" ON "AuditEvent"("projectId", "subjectId", "at" DESC, "id" DESC);

-- What concerns the installation: acts of no project, and the making and deleting of projects.
CREATE INDEX "AuditEvent_installation_idx" ON "AuditEvent" ("at" DESC, "id" DESC)
  WHERE "projectId" IS NULL OR "action" IN ('project.created', 'project.deleted');

-- An event is written once. Retention may delete old ones; nothing may change one.
CREATE FUNCTION gatehouse_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an audit event is never changed' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER never_changed BEFORE UPDATE ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION gatehouse_refuse_change();
