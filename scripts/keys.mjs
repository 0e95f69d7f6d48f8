// `npm run keys`: which encryption keys are in use; `-- rotate` moves everything to the first of ENCRYPTION_KEYS.
import { requireNode } from "./node-version.mjs";

requireNode();
import("./keys/command.mjs").then(({ keys }) => keys(process.argv.slice(2)));
