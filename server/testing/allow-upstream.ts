// Lets tests contact servers on this machine, in the way an installation administrator does.
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { reloadEgress } from "@/server/settings/egress-feed";
import type { FakeUpstream } from "@/server/testing/fake-upstream";

export async function allowUpstream(...upstreams: Pick<FakeUpstream, "hostPort">[]): Promise<void> {
  const data = upstreams.map(({ hostPort }) => {
    const { hostname, port } = new URL(`http://${hostPort}`);
    return { id: newId(), host: hostname, port: Number(port) };
  });
  await db().egressAllowance.createMany({ data, skipDuplicates: true });
  await reloadEgress();
}
