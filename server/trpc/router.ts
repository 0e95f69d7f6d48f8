import { router } from "@/server/trpc/init";
import { accountRouter } from "@/server/trpc/routers/account";
import { activityRouter } from "@/server/trpc/routers/activity";
import { auditRouter } from "@/server/trpc/routers/audit";
import { connectionsRouter } from "@/server/trpc/routers/connections";
import { credentialsRouter } from "@/server/trpc/routers/credentials";
import { endpointsRouter } from "@/server/trpc/routers/endpoints";
import { exportsRouter } from "@/server/trpc/routers/exports";
import { forwardingRouter } from "@/server/trpc/routers/forwarding";
import { grantsRouter } from "@/server/trpc/routers/grants";
import { installationRouter } from "@/server/trpc/routers/installation";
import { invitationsRouter } from "@/server/trpc/routers/invitations";
import { membersRouter } from "@/server/trpc/routers/members";
import { peopleRouter } from "@/server/trpc/routers/people";
import { projectsRouter } from "@/server/trpc/routers/projects";
import { retentionRouter } from "@/server/trpc/routers/retention";
import { rolesRouter } from "@/server/trpc/routers/roles";
import { serversRouter } from "@/server/trpc/routers/servers";
import { serviceAccountsRouter } from "@/server/trpc/routers/service-accounts";
import { settingsRouter } from "@/server/trpc/routers/settings";
import { setupRouter } from "@/server/trpc/routers/setup";
import { viewsRouter } from "@/server/trpc/routers/views";

export const appRouter = router({
  account: accountRouter,
  grants: grantsRouter,
  installation: installationRouter,
  projects: projectsRouter,
  setup: setupRouter,
  settings: settingsRouter,
  connections: connectionsRouter,
  credentials: credentialsRouter,
  servers: serversRouter,
  endpoints: endpointsRouter,
  activity: activityRouter,
  retention: retentionRouter,
  forwarding: forwardingRouter,
  views: viewsRouter,
  roles: rolesRouter,
  members: membersRouter,
  invitations: invitationsRouter,
  serviceAccounts: serviceAccountsRouter,
  people: peopleRouter,
  audit: auditRouter,
  exports: exportsRouter,
});

export type AppRouter = typeof appRouter;
