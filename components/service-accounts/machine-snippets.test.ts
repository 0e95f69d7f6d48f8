import { expect, test } from "vitest";
import { addCommand, configuration, tryCommand } from "./machine-snippets";

const target = {
  slug: "support-abcdefghij",
  url: "https://gate.example.com/mcp/support-abcdefghij",
};

test("the command for Claude Code names the variable, and the token only when it is given", () => {
  const start = `claude mcp add --transport http support ${target.url} --header`;
  expect(addCommand(target)).toBe(`${start} "Authorization: Bearer $GATEHOUSE_TOKEN"`);
  expect(addCommand(target, "gatehouse_sa_x")).toBe(
    `${start} "Authorization: Bearer gatehouse_sa_x"`,
  );
});

test("a hostile address stays one word of the shell", () => {
  const hostile = { slug: "s", url: "https://gate.example.com/mcp/a';rm -rf ~;'" };
  for (const command of [addCommand(hostile), tryCommand(hostile)])
    expect(command).toContain(`'https://gate.example.com/mcp/a'\\'';rm -rf ~;'\\'''`);
});

test("the configuration is JSON with the variable in its header", () => {
  expect(JSON.parse(configuration(target))).toEqual({
    mcpServers: {
      support: {
        ...{ type: "http", url: target.url },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the client puts the variable in
        headers: { Authorization: "Bearer ${GATEHOUSE_TOKEN}" },
      },
    },
  });
});
