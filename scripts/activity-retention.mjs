// `npm run activity:retention`: drops what is past its period, once, where no process that could do so keeps running.
import { requireNode } from "./node-version.mjs";

requireNode();
import("./command/run.mjs").then(({ runServerCommand }) =>
  runServerCommand("retention", ({ runRetention }, { say }) => runRetention(say)),
);
