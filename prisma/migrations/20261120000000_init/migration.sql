-- CreateTable
CREATE TABLE "ActivityStart" (
    "id" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(6) NOT NULL,
    "projectId" UUID NOT NULL,
    "endpointId" UUID NOT NULL,
    "endpointName" TEXT NOT NULL,
    "serverId" UUID,
    "serverName" TEXT,
    "method" TEXT NOT NULL,
    "toolName" TEXT,
    "upstreamTool" TEXT,
    "userId" UUID,
    "userName" TEXT,
    "clientId" TEXT,
    "clientName" TEXT,
    "grantId" UUID,
    "sessionId" UUID,
    "era" TEXT NOT NULL,
    "requestBytes" INTEGER NOT NULL,
    "requestId" TEXT NOT NULL,
    "writer" UUID NOT NULL,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "ActivityStart_pkey" PRIMARY KEY ("startedAt","id")
) PARTITION BY RANGE ("startedAt");

-- CreateTable
CREATE TABLE "ActivityLog" (
    "id" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(6) NOT NULL,
    "projectId" UUID NOT NULL,
    "endpointId" UUID NOT NULL,
    "endpointName" TEXT NOT NULL,
    "serverId" UUID,
    "serverName" TEXT,
    "method" TEXT NOT NULL,
    "toolName" TEXT,
    "upstreamTool" TEXT,
    "userId" UUID,
    "userName" TEXT,
    "clientId" TEXT,
    "clientName" TEXT,
    "grantId" UUID,
    "sessionId" UUID,
    "era" TEXT NOT NULL,
    "requestBytes" INTEGER NOT NULL,
    "requestId" TEXT NOT NULL,
    "writer" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "decision" TEXT NOT NULL,
    "decisionReason" TEXT,
    "outcome" TEXT NOT NULL,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "durationMs" DOUBLE PRECISION NOT NULL,
    "upstreamMs" DOUBLE PRECISION,
    "responseBytes" INTEGER NOT NULL,
    "finishedAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "ActivityLog_pkey" PRIMARY KEY ("startedAt","id")
) PARTITION BY RANGE ("startedAt");

-- CreateTable
CREATE TABLE "ActivityPayload" (
    "callId" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(6) NOT NULL,
    "side" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "cut" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "ActivityPayload_pkey" PRIMARY KEY ("startedAt","callId","side")
) PARTITION BY RANGE ("startedAt");

-- CreateTable
CREATE TABLE "InstanceSetting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "InstanceSetting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "DataKey" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "keyId" TEXT NOT NULL,
    "wrapped" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retiredAt" TIMESTAMPTZ(6),

    CONSTRAINT "DataKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EgressAllowance" (
    "id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "EgressAllowance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RateLimit" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "RateLimit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "McpEndpoint" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "maxAccessSeconds" INTEGER NOT NULL DEFAULT 7776000,
    "disabledAt" TIMESTAMPTZ(6),
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "McpEndpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EndpointServer" (
    "id" UUID NOT NULL,
    "endpointId" UUID NOT NULL,
    "serverId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "EndpointServer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EndpointTool" (
    "id" UUID NOT NULL,
    "endpointId" UUID NOT NULL,
    "serverToolId" UUID NOT NULL,
    "exposedName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabledAt" TIMESTAMPTZ(6),

    CONSTRAINT "EndpointTool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "McpSession" (
    "id" UUID NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "endpointId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "grantId" UUID NOT NULL,
    "protocolVersion" TEXT NOT NULL,
    "clientInfo" JSONB NOT NULL,
    "capabilities" JSONB NOT NULL,
    "upstreamSessions" TEXT,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(6),

    CONSTRAINT "McpSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OAuthClient" (
    "id" UUID NOT NULL,
    "clientId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "metadata" JSONB NOT NULL,
    "secret" TEXT,
    "createdIp" TEXT,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(6),

    CONSTRAINT "OAuthClient_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OAuthGrant" (
    "id" UUID NOT NULL,
    "grantKey" TEXT NOT NULL,
    "clientRowId" UUID NOT NULL,
    "clientName" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "endpointId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(6) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(6),
    "revokedAt" TIMESTAMPTZ(6),
    "revokedById" UUID,

    CONSTRAINT "OAuthGrant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OAuthArtefact" (
    "idHash" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "grantKey" TEXT,
    "uid" TEXT,
    "consumedAt" TIMESTAMPTZ(6),
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(6),

    CONSTRAINT "OAuthArtefact_pkey" PRIMARY KEY ("idHash")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT,
    "instanceAdminSince" TIMESTAMPTZ(6),
    "disabledAt" TIMESTAMPTZ(6),
    "lastSeenAt" TIMESTAMPTZ(6),
    "timeZone" TEXT,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "providerAccountId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "ip" TEXT,
    "userAgent" TEXT,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(6) NOT NULL,
    "revokedAt" TIMESTAMPTZ(6),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "defaultAccessSeconds" INTEGER NOT NULL DEFAULT 2592000,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(6),
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "projectId" UUID,
    "actorId" UUID,
    "actorName" TEXT NOT NULL,
    "ip" TEXT,
    "requestId" TEXT,
    "action" TEXT NOT NULL,
    "subjectType" TEXT NOT NULL,
    "subjectId" TEXT,
    "subjectName" TEXT,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "McpServer" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "url" TEXT NOT NULL,
    "authMethod" TEXT NOT NULL DEFAULT 'none',
    "headerName" TEXT,
    "credentialMode" TEXT NOT NULL DEFAULT 'shared',
    "era" TEXT,
    "protocolVersion" TEXT,
    "serverInfo" JSONB,
    "status" TEXT NOT NULL DEFAULT 'not_checked',
    "statusReason" TEXT,
    "checkedAt" TIMESTAMPTZ(6),
    "syncedAt" TIMESTAMPTZ(6),
    "disabledAt" TIMESTAMPTZ(6),
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "McpServer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "McpServerTool" (
    "id" UUID NOT NULL,
    "serverId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT,
    "description" TEXT NOT NULL DEFAULT '',
    "definition" TEXT NOT NULL,
    "definitionHash" TEXT NOT NULL,
    "readOnly" BOOLEAN,
    "destructive" BOOLEAN,
    "firstSeenAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedAt" TIMESTAMPTZ(6),
    "removedAt" TIMESTAMPTZ(6),

    CONSTRAINT "McpServerTool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ServerCredential" (
    "id" UUID NOT NULL,
    "serverId" UUID NOT NULL,
    "userId" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "kind" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "createdById" UUID,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ServerCredential_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ActivityLog_projectId_startedAt_id_idx" ON "ActivityLog"("projectId", "startedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "DataKey_projectId_idx" ON "DataKey"("projectId");

-- CreateIndex
CREATE UNIQUE INDEX "EgressAllowance_host_port_key" ON "EgressAllowance"("host", "port");

-- CreateIndex
CREATE UNIQUE INDEX "McpEndpoint_slug_key" ON "McpEndpoint"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "McpEndpoint_projectId_name_key" ON "McpEndpoint"("projectId", "name");

-- CreateIndex
CREATE INDEX "EndpointServer_serverId_idx" ON "EndpointServer"("serverId");

-- CreateIndex
CREATE UNIQUE INDEX "EndpointServer_endpointId_serverId_key" ON "EndpointServer"("endpointId", "serverId");

-- CreateIndex
CREATE INDEX "EndpointTool_serverToolId_idx" ON "EndpointTool"("serverToolId");

-- CreateIndex
CREATE UNIQUE INDEX "EndpointTool_endpointId_exposedName_key" ON "EndpointTool"("endpointId", "exposedName");

-- CreateIndex
CREATE UNIQUE INDEX "EndpointTool_endpointId_serverToolId_key" ON "EndpointTool"("endpointId", "serverToolId");

-- CreateIndex
CREATE UNIQUE INDEX "McpSession_tokenHash_key" ON "McpSession"("tokenHash");

-- CreateIndex
CREATE INDEX "McpSession_endpointId_idx" ON "McpSession"("endpointId");

-- CreateIndex
CREATE INDEX "McpSession_grantId_idx" ON "McpSession"("grantId");

-- CreateIndex
CREATE INDEX "McpSession_userId_idx" ON "McpSession"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "OAuthClient_clientId_key" ON "OAuthClient"("clientId");

-- CreateIndex
CREATE UNIQUE INDEX "OAuthGrant_grantKey_key" ON "OAuthGrant"("grantKey");

-- CreateIndex
CREATE INDEX "OAuthGrant_endpointId_idx" ON "OAuthGrant"("endpointId");

-- CreateIndex
CREATE INDEX "OAuthGrant_userId_idx" ON "OAuthGrant"("userId");

-- CreateIndex
CREATE INDEX "OAuthGrant_clientRowId_idx" ON "OAuthGrant"("clientRowId");

-- CreateIndex
CREATE INDEX "OAuthArtefact_grantKey_idx" ON "OAuthArtefact"("grantKey");

-- CreateIndex
CREATE INDEX "OAuthArtefact_kind_uid_idx" ON "OAuthArtefact"("kind", "uid");

-- CreateIndex
CREATE INDEX "OAuthArtefact_expiresAt_idx" ON "OAuthArtefact"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Account_provider_providerAccountId_key" ON "Account"("provider", "providerAccountId");

-- CreateIndex
CREATE UNIQUE INDEX "Session_tokenHash_key" ON "Session"("tokenHash");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Project_slug_key" ON "Project"("slug");

-- CreateIndex
CREATE INDEX "Membership_userId_idx" ON "Membership"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_projectId_userId_key" ON "Membership"("projectId", "userId");

-- CreateIndex
CREATE INDEX "AuditEvent_projectId_at_id_idx" ON "AuditEvent"("projectId", "at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "McpServer_projectId_name_key" ON "McpServer"("projectId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "McpServer_projectId_slug_key" ON "McpServer"("projectId", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "McpServerTool_serverId_name_key" ON "McpServerTool"("serverId", "name");

-- CreateIndex
CREATE INDEX "ServerCredential_serverId_idx" ON "ServerCredential"("serverId");

-- AddForeignKey
ALTER TABLE "DataKey" ADD CONSTRAINT "DataKey_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EgressAllowance" ADD CONSTRAINT "EgressAllowance_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "McpEndpoint" ADD CONSTRAINT "McpEndpoint_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EndpointServer" ADD CONSTRAINT "EndpointServer_endpointId_fkey" FOREIGN KEY ("endpointId") REFERENCES "McpEndpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EndpointServer" ADD CONSTRAINT "EndpointServer_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EndpointTool" ADD CONSTRAINT "EndpointTool_endpointId_fkey" FOREIGN KEY ("endpointId") REFERENCES "McpEndpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EndpointTool" ADD CONSTRAINT "EndpointTool_serverToolId_fkey" FOREIGN KEY ("serverToolId") REFERENCES "McpServerTool"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "McpSession" ADD CONSTRAINT "McpSession_endpointId_fkey" FOREIGN KEY ("endpointId") REFERENCES "McpEndpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "McpSession" ADD CONSTRAINT "McpSession_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "McpSession" ADD CONSTRAINT "McpSession_grantId_fkey" FOREIGN KEY ("grantId") REFERENCES "OAuthGrant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OAuthGrant" ADD CONSTRAINT "OAuthGrant_clientRowId_fkey" FOREIGN KEY ("clientRowId") REFERENCES "OAuthClient"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OAuthGrant" ADD CONSTRAINT "OAuthGrant_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OAuthGrant" ADD CONSTRAINT "OAuthGrant_endpointId_fkey" FOREIGN KEY ("endpointId") REFERENCES "McpEndpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "McpServer" ADD CONSTRAINT "McpServer_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "McpServerTool" ADD CONSTRAINT "McpServerTool_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServerCredential" ADD CONSTRAINT "ServerCredential_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "McpServer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServerCredential" ADD CONSTRAINT "ServerCredential_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One shared credential per server, one per person and server.
CREATE UNIQUE INDEX "ServerCredential_shared_key" ON "ServerCredential" ("serverId") WHERE "userId" IS NULL;
CREATE UNIQUE INDEX "ServerCredential_personal_key" ON "ServerCredential" ("serverId", "userId") WHERE "userId" IS NOT NULL;

-- Monthly partitions of the record, from this month to `ahead` months from now. Run at start and every hour.
CREATE FUNCTION activity_ensure_partitions(ahead integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  base text;
  month timestamptz;
  name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('gatehouse.activity.partitions'));
  FOREACH base IN ARRAY ARRAY['ActivityStart', 'ActivityLog', 'ActivityPayload'] LOOP
    FOR step IN -1..ahead LOOP
      month := date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + make_interval(months => step);
      name := base || '_' || to_char(month AT TIME ZONE 'UTC', 'YYYYMM');
      IF to_regclass(format('%I', name)) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
          name, base, month, ((month AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC');
      END IF;
    END LOOP;
  END LOOP;
END $$;

SELECT activity_ensure_partitions(3);

-- Every replica hears of a change by NOTIFY at commit, so that no mutation can forget to tell. Argument 1 is the
-- topic, argument 2 the column that holds the id.
CREATE FUNCTION gatehouse_notify() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb;
BEGIN
  IF TG_OP = 'DELETE' THEN changed := to_jsonb(OLD); ELSE changed := to_jsonb(NEW); END IF;
  PERFORM pg_notify('gatehouse', TG_ARGV[0] || ':' || (changed ->> TG_ARGV[1]));
  RETURN NULL;
END $$;

CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE ON "McpEndpoint" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('endpoint', 'id');
CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE ON "EndpointServer" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('endpoint', 'endpointId');
CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE ON "EndpointTool" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('endpoint', 'endpointId');
CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE ON "McpServer" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('server', 'id');
CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE ON "McpServerTool" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('server', 'serverId');
CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE ON "ServerCredential" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('server', 'serverId');
CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OF "role", "expiresAt" OR DELETE ON "Membership" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('user', 'userId');
CREATE TRIGGER notify_change AFTER UPDATE OF "name", "email", "disabledAt" OR DELETE ON "User" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('user', 'id');
CREATE TRIGGER notify_change AFTER UPDATE OF "revokedAt", "expiresAt" OR DELETE ON "OAuthGrant" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('grant', 'id');
CREATE TRIGGER notify_change AFTER UPDATE OF "endedAt" OR DELETE ON "McpSession" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('session', 'id');
CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE ON "EgressAllowance" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('egress', 'id');
CREATE TRIGGER notify_change AFTER UPDATE OR DELETE ON "Project" FOR EACH ROW EXECUTE FUNCTION gatehouse_notify('project', 'id');
CREATE TRIGGER notify_change AFTER UPDATE OF "consumedAt", "expiresAt" OR DELETE ON "OAuthArtefact" FOR EACH ROW WHEN (OLD.kind = 'AccessToken') EXECUTE FUNCTION gatehouse_notify('token', 'idHash');
