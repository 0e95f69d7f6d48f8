// Which members of MCP messages are protocol and never scanned (policy 7.6), and which hold what people wrote.
export type Shape = {
  /** Members that are protocol: neither read nor changed. */
  keep: ReadonlySet<string>;
  /** Members, and elements of arrays, that have a shape of their own; others are free. */
  members: Readonly<Record<string, Shape>>;
  /** The shape of members that are not named. */
  others: Shape | null;
  /** Free values: their keys and numbers may be redacted too. */
  isFree: boolean;
  /** Base64 payloads, kept when they are base64: always, or in images and audio only. */
  payload: "blob" | "data" | null;
};

type Part = Partial<Omit<Shape, "keep">> & { keep?: string };

function shape({ keep = "", ...rest }: Part): Shape {
  const names = new Set(keep.split(" ").filter((name) => name !== ""));
  return { keep: names, members: {}, others: null, isFree: false, payload: null, ...rest };
}

const free = shape({ isFree: true });
const meta = shape({ keep: "progressToken", isFree: true });
const resource = shape({ keep: "mimeType", members: { _meta: meta }, payload: "blob" });
const block = shape({
  keep: "type mimeType id toolUseId size",
  members: { resource, _meta: meta, structuredContent: free, input: free, annotations: free },
  payload: "data",
});
const blocks = { ...block, members: { ...block.members, content: block } };
const message = shape({ keep: "role", members: { content: blocks, _meta: meta } });

const params: Shape = shape({
  keep:
    "name method progressToken cursor requestId uri url ref level mode requestState sessionId " +
    "taskId elicitationId protocolVersion capabilities modelPreferences requestedSchema tools",
  members: {
    arguments: free,
    argument: shape({ keep: "name" }),
    context: free,
    data: free,
    content: blocks,
    messages: message,
    inputResponses: free,
    _meta: meta,
  },
});

const item = shape({
  keep: "name mimeType type inputSchema outputSchema uriTemplate size",
  members: { _meta: meta, arguments: shape({ keep: "name" }) },
});

const inputRequest = shape({ keep: "method", members: { params } });

const result = shape({
  keep: "nextCursor resultType requestState sessionId taskId protocolVersion capabilities model stopReason role",
  members: {
    content: blocks,
    structuredContent: free,
    contents: resource,
    messages: message,
    tools: item,
    prompts: item,
    resources: item,
    resourceTemplates: item,
    inputRequests: shape({ others: inputRequest }),
    _meta: meta,
  },
});

const error = shape({ members: { data: free } });

const envelope = shape({ keep: "jsonrpc id method", members: { params, result, error } });

/**
 * What a text is: `value` is all free (arguments, structured content, error data), the others are the parts of a JSON-RPC
 * message of that name, `message` a whole one.
 */
export const shapes = { value: free, params, result, error, message: envelope };

export type ShapeName = keyof typeof shapes;

/** The shape of a member. */
export function shapeOf(parent: Shape, key: string): Shape {
  if (Object.hasOwn(parent.members, key)) return parent.members[key] ?? free;
  return parent.others ?? (parent.isFree ? free : text);
}

/** Below members that have no shape, everything is scanned; only numbers and keys stay. */
const text = shape({});

/** Keys of the protocol in `_meta` carry its name. */
export function isKept(parent: Shape, key: string): boolean {
  if (parent.keep.has(key)) return true;
  return parent === meta && key.startsWith("io.modelcontextprotocol/");
}
