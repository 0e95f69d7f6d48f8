import type { Ctx } from "@/server/access/access";
import { record } from "@/server/audit/record";
import { AppError } from "@/server/core/errors";
import { db, transaction } from "@/server/infra/db";
import { type Contact, contactServer, type State } from "@/server/servers/contact";
import { lockServer, requireServer } from "@/server/servers/find";
import type { ServerId } from "@/server/servers/schema";
import { isOutdated } from "@/server/servers/sync";
import { type Probe, probeServer } from "@/server/upstream/probe";

/** Looks whether the server answers and lets us in; its tools stay as they are. */
export async function checkServer(ctx: Ctx, input: ServerId): Promise<State> {
  const asked = await requireServer(db(), ctx, "server.edit", input.id);
  const { answer, state } = await contactServer(ctx, asked, probeContact);
  return transaction(async (tx) => {
    const server = await lockServer(tx, ctx, "server.edit", input.id);
    if (isOutdated(ctx, asked, server)) return state;
    const learned = answer && factsOf(answer);
    const data = { ...state, ...learned, checkedAt: ctx.now };
    await tx.mcpServer.update({ where: { id: server.id }, data });
    await record(tx, ctx, {
      action: "server.checked",
      projectId: server.projectId,
      subject: { type: "server", id: server.id, name: server.name },
      after: state,
    });
    return state;
  });
}

function factsOf({ era, eras, protocolVersion }: Probe) {
  return { era, eras, protocolVersion };
}

async function probeContact(contact: Contact): Promise<Probe> {
  const probe = await probeServer(contact.url, contact.headers);
  if (probe.ok && !probe.needsSignIn) return probe;
  const failed = probe.steps.find((step) => step.state === "failed");
  const code = probe.needsSignIn ? "connection_required" : (probe.code ?? "upstream_unreachable");
  throw new AppError(code, failed?.text ?? "The server did not answer as an MCP server does.", {
    details: probe.needsSignIn ? { status: 401 } : {},
  });
}
