import { expect, test } from "vitest";
import { accessTokenCommand, addCommand, configuration, tryCommand } from "./machine-snippets";

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

test("the command for an access token names the variable, and a hostile address stays one word", () => {
  const tokenUrl = "https://gate.example.com/oauth/token";
  const client = { tokenUrl, clientId: "0199-a" };
  const command = accessTokenCommand({ ...client, resource: target.url });
  expect(command.split(" \\\n  ")).toEqual([
    `curl ${tokenUrl}`,
    `-u 0199-a:"$GATEHOUSE_TOKEN"`,
    "-d grant_type=client_credentials",
    expect.stringMatching(/^--data-urlencode '?resource=https:/),
  ]);
  expect(accessTokenCommand({ ...client, resource: "a';rm -rf ~;'" })).toContain(
    `'resource=a'\\'';rm -rf ~;'\\'''`,
  );
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
