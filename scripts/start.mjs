// `npm start`: from a fresh clone to a served address. Only Node's own modules may be imported before npm ci has run.
import { requireNode } from "./node-version.mjs";

requireNode();
import("./start/launch.mjs").then(({ launch }) => launch());
