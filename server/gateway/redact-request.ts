// In: a permitted call. Out: the same with the arguments the server may see, the copy that may be kept, and what was found.
// Promises that no start row is written and no upstream contacted with more (security §1.6, T91); without filters it
// looks at nothing.
import { recordDenied } from "@/server/activity/record";
import type { Redaction } from "@/server/activity/schema";
import { memberAt, rawOf } from "@/server/core/json-edit";
import { scanJson } from "@/server/core/json-scan";
import type { SnapshotFilters } from "@/server/endpoints/snapshot";
import { keptInParams } from "@/server/gateway/kept-parts";
import type { Admitted } from "@/server/gateway/limits";
import type { Permitted } from "@/server/gateway/permit";
import { redactParts } from "@/server/gateway/redact-parts";
import { Refusal } from "@/server/gateway/refusal";
import type { CallAction } from "@/server/gateway/route";
import { log } from "@/server/infra/log";
import { mcpParamHeaders, paramHeadersOf } from "@/server/upstream/mcp-headers";
