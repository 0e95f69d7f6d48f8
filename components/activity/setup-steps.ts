import type { Overview } from "./overview-view";

export type SetupStep = {
  title: string;
  description: string;
  action: string;
  href: string;
  done: boolean;
};

/** What is to be done, in order, each with the page where it is done. */
export function setupSteps(setup: Overview["setup"], base: string): SetupStep[] {
  const endpoint = setup.endpointSlug
    ? `${base}/endpoints/${setup.endpointSlug}`
    : `${base}/endpoints/new`;
  return [
    {
      title: "Add an MCP server",
      description: "The address of a server your team uses. Its tools are discovered.",
      action: "Add server",
      href: `${base}/servers/new`,
      done: setup.servers > 0,
    },
    {
      title: "Create an endpoint",
      description: "One address that offers the tools you choose.",
      action: "Create endpoint",
      href: `${base}/endpoints/new`,
      done: setup.endpoints > 0,
    },
    {
      title: "Turn tools on",
      description: "None is exposed until somebody chooses it.",
      action: "Choose tools",
      href: endpoint,
      done: setup.tools > 0,
    },
    {
      title: "Connect an AI client",
      description: "Give it the endpoint's address and allow it in the browser.",
      action: "Connect",
      href: endpoint,
      done: setup.clients > 0,
    },
    {
      title: "See the first call",
      description: "Ask the client to use a tool. The call is recorded with what was sent.",
      action: "Open activity",
      href: `${base}/activity`,
      done: setup.called,
    },
  ];
}
