// `npm run activity:verify`: whether the record of calls is as it was written; `npm run activity:checkpoints`: what to keep
// elsewhere, so that a record that was cut off shows.
import process from "node:process";
import { requireNode } from "./node-version.mjs";

requireNode();
import("./command/run.mjs").then(({ runServerCommand }) =>
  runServerCommand("activity", ({ runActivity }, terminal) =>
    runActivity(process.argv.slice(2), terminal),
  ),
);
