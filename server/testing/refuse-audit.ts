// An audit log that cannot be written, as when its disk is full.
import { asOwner } from "@/server/testing/owner";

/** Refuses every event while `work` runs. */
export async function whileAuditRefuses(work: () => Promise<void>): Promise<void> {
  await asOwner(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'disk full'; END $$`);
  await asOwner(`CREATE TRIGGER refusing BEFORE INSERT ON "AuditEvent" EXECUTE FUNCTION refuse()`);
  try {
    await work();
  } finally {
    await asOwner("DROP FUNCTION refuse() CASCADE");
  }
}
