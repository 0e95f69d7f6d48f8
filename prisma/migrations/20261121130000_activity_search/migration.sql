-- What one can ask the record. Each index is in the order of a page, so that a page costs the same however many calls
-- there are and however long ago the last match was. Calls that are found by none of them are looked through.

-- CreateIndex: one endpoint; also what a person may see who may see only some.
CREATE INDEX "ActivityLog_projectId_endpointId_startedAt_id_idx" ON "ActivityLog"("projectId", "endpointId", "startedAt" DESC, "id" DESC);

-- CreateIndex: one server, which may serve several endpoints.
CREATE INDEX "ActivityLog_projectId_serverId_startedAt_id_idx" ON "ActivityLog"("projectId", "serverId", "startedAt" DESC, "id" DESC);

-- CreateIndex: one tool; the rarest are the ones looked for.
CREATE INDEX "ActivityLog_projectId_toolName_startedAt_id_idx" ON "ActivityLog"("projectId", "toolName", "startedAt" DESC, "id" DESC);

-- CreateIndex: what was done in one person's name.
CREATE INDEX "ActivityLog_projectId_userId_startedAt_id_idx" ON "ActivityLog"("projectId", "userId", "startedAt" DESC, "id" DESC);

-- CreateIndex: one client by the name it gave.
CREATE INDEX "ActivityLog_projectId_clientName_startedAt_id_idx" ON "ActivityLog"("projectId", "clientName", "startedAt" DESC, "id" DESC);

-- Calls that did not go well, of each outcome: few, so it costs the others nothing.
CREATE INDEX "ActivityLog_wrong_idx" ON "ActivityLog" ("projectId", "startedAt" DESC, "id" DESC, "outcome") WHERE "outcome" <> 'ok';

-- Slow calls: few; a bound above one second is looked for among them.
CREATE INDEX "ActivityLog_slow_idx" ON "ActivityLog" ("projectId", "startedAt" DESC, "id" DESC, "durationMs") WHERE "durationMs" >= 1000;

-- Calls that a filter took something out of.
CREATE INDEX "ActivityLog_redacted_idx" ON "ActivityLog" ("projectId", "startedAt" DESC, "id" DESC) WHERE "redactions" <> '[]'::jsonb;
