/** Names the project somebody was in last. A convenience that proves nothing: the server checks it against the list. */
export const lastProjectCookie = "gatehouse.project";

const days = 90;

export function rememberProject(slug: string): void {
  const age = days * 86_400;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we support
  document.cookie = `${lastProjectCookie}=${encodeURIComponent(slug)}; Path=/; Max-Age=${age}; SameSite=Lax`;
}
