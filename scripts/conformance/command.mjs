// What the conformance suite starts for each scenario: waits for its turn, then runs the bundled client beside it.
import process from "node:process";
import { waitForTurn } from "./turnstile.mjs";

const { GATEHOUSE_CONFORMANCE_PORT: port, GATEHOUSE_CONFORMANCE_CLIENT: client } = process.env;
if (!port || !client) throw new Error("This is started by `npm run conformance`.");
const leave = await waitForTurn(Number(port));
await import(client);
leave();
