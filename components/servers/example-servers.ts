export type ExampleServer = { name: string; url: string; about: string; signIn: string };

/** Well-known public servers, to try Gatehouse with. */
export const exampleServers: readonly ExampleServer[] = [
  {
    name: "DeepWiki",
    url: "https://mcp.deepwiki.com/mcp",
    about: "Answers questions about public repositories",
    signIn: "No sign-in",
  },
  {
    name: "Hugging Face",
    url: "https://huggingface.co/mcp",
    about: "Searches models, datasets and papers",
    signIn: "Token optional",
  },
  {
    name: "GitHub",
    url: "https://api.githubcopilot.com/mcp/",
    about: "Reads and changes repositories, issues and pull requests",
    signIn: "Personal access token",
  },
];
