// A process that forwards and does nothing else, bundled and started by replica.ts; it can be killed.
import process from "node:process";
import { startForwarding } from "@/server/forwarding/forwarder";
import { egressReady } from "@/server/settings/egress-feed";

await egressReady();
startForwarding({ everyMs: 50, limits: { rows: 7 }, random: () => 1 });
// Its timers do not keep it alive, its parent does.
process.on("message", () => {});
process.send?.({ ready: true });
