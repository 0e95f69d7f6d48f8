import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { lastProjectCookie } from "@/components/account/last-project";
import { findPerson } from "@/server/auth/session";
import { api } from "@/server/trpc/server";

/** Leads everybody to where they begin. */
export default async function StartPage() {
  if (!(await findPerson())) redirect("/login");
  const projects = await api.projects.list();
  const last = (await cookies()).get(lastProjectCookie)?.value;
  const project = projects.find((one) => one.slug === last) ?? projects[0];
  redirect(project ? `/projects/${project.slug}` : "/connections");
}
