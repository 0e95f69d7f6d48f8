// The tools that the conformance suite's server scenarios call by name, as the suite's README and scenarios describe them.

export type ReferenceTool = {
  name: string;
  description: string;
  /** Takes no arguments by default. */
  inputSchema?: unknown;
  /** The raw `result` of a call, without what an era adds. */
  result: string;
  /** Answered -32021 unless the client declares this (2026-07-28). */
  needs?: string;
  /** What it says on the way, with these notifications' raw params; `%token%` stands for the progress token. */
  says?: { method: string; params: string }[];
};

const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
const silence = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=";

const text = (words: string) => `{"type":"text","text":${JSON.stringify(words)}}`;
const image = `{"type":"image","data":"${pixel}","mimeType":"image/png"}`;
const resource = (uri: string, mimeType: string, words: string) =>
  `{"type":"resource","resource":${JSON.stringify({ uri, mimeType, text: words })}}`;
const content = (...blocks: string[]) => `{"content":[${blocks.join(",")}]}`;

const logged = (words: string) => ({
  method: "notifications/message",
  params: JSON.stringify({ level: "info", data: words }),
});
const progressed = (progress: number) => ({
  method: "notifications/progress",
  params: `{"progressToken":%token%,"progress":${progress},"total":100}`,
});

export const referenceTools: readonly ReferenceTool[] = [
  {
    name: "test_simple_text",
    description: "Returns simple text.",
    result: content(text("This is a simple text response for testing.")),
  },
  {
    name: "test_image_content",
    description: "Returns an image.",
    result: content(image),
  },
  {
    name: "test_audio_content",
    description: "Returns a sound.",
    result: content(`{"type":"audio","data":"${silence}","mimeType":"audio/wav"}`),
  },
  {
    name: "test_embedded_resource",
    description: "Returns an embedded resource.",
    result: content(
      resource("test://embedded-resource", "text/plain", "This is an embedded resource content."),
    ),
  },
  {
    name: "test_multiple_content_types",
    description: "Returns text, an image and a resource.",
    result: content(
      text("Multiple content types test:"),
      image,
      resource("test://mixed-content-resource", "application/json", '{"test":"data","value":123}'),
    ),
  },
  {
    name: "test_tool_with_logging",
    description: "Says three log messages.",
    result: content(text("Tool with logging executed successfully.")),
    says: ["Tool execution started", "Tool processing data", "Tool execution completed"].map(
      logged,
    ),
  },
  {
    name: "test_tool_with_progress",
    description: "Says three steps of progress.",
    result: content(text("Tool with progress executed successfully.")),
    says: [0, 50, 100].map(progressed),
  },
  {
    name: "test_logging_tool",
    description: "Says a log message where the client asked for any.",
    result: content(text("Logged.")),
    says: [logged("A log message")],
  },
  {
    name: "test_missing_capability",
    description: "Needs a client that samples.",
    result: content(text("Not sampled.")),
    needs: "sampling",
  },
  {
    name: "test_custom_header",
    description: "Has an argument that is mirrored into a header.",
    inputSchema: {
      type: "object",
      properties: { region: { type: "string", "x-mcp-header": "Region" } },
      required: ["region"],
    },
    result: content(text("Region received.")),
  },
  {
    name: "json_schema_2020_12_tool",
    description: "Tool with JSON Schema 2020-12 features",
    inputSchema: {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      $defs: {
        address: {
          $anchor: "addressDef",
          type: "object",
          properties: { street: { type: "string" }, city: { type: "string" } },
        },
      },
      properties: {
        name: { type: "string" },
        address: { $ref: "#/$defs/address" },
        contactMethod: { type: "string", enum: ["phone", "email"] },
        phone: { type: "string" },
        email: { type: "string" },
      },
      allOf: [{ anyOf: [{ required: ["phone"] }, { required: ["email"] }] }],
      if: { properties: { contactMethod: { const: "phone" } }, required: ["contactMethod"] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      then: { required: ["phone"] },
      else: { required: ["email"] },
      additionalProperties: false,
    },
    result: content(text("Schema received.")),
  },
  {
    name: "test_error_handling",
    description: "Always fails.",
    result: `{"isError":true,"content":[${text("This tool intentionally returns an error for testing")}]}`,
  },
];
