// `npm run keys`: which encryption keys are in use; `-- rotate` moves everything to the first of ENCRYPTION_KEYS.
import process from "node:process";
import { requireNode } from "./node-version.mjs";

requireNode();
import("./command/run.mjs").then(({ runServerCommand }) =>
  runServerCommand("keys", ({ runKeys }, terminal) => runKeys(process.argv.slice(2), terminal)),
);
