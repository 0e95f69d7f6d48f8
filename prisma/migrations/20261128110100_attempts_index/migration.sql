-- Rows that stand for several attempts: few, and an estimate counts them one by one, for one of them in a sample or out of
-- it would be thousands of calls too many or too few. The others pay nothing for it.
CREATE INDEX "ActivityLog_several_idx" ON "ActivityLog" ("startedAt" DESC, "id" DESC) WHERE "attempts" > 1;
