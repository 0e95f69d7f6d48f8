// `npm run dev`: the portal with hot reload on Next alone; the database, the secrets and the client as in `npm start`.
import { requireNode } from "./node-version.mjs";

requireNode();
import("./start/develop.mjs").then(({ develop }) => develop());
