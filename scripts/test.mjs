// `npm test`: every test on a fresh clone, then nothing left running. `npm test -- unit|e2e|crash` runs one part, and
// what follows goes to its runner.
import { requireNode } from "./node-version.mjs";

requireNode();
import("./test/run.mjs").then(({ runTests }) => runTests(["unit", "e2e"]));
