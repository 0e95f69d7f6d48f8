import { createProject, deleteProject, updateProject } from "@/server/projects/mutations";
import { getProject, getProjectSize, listMyProjects } from "@/server/projects/queries";
import { CreateProject, DeleteProject, UpdateProject } from "@/server/projects/schema";
import {
  installationProcedure,
  personProcedure,
  projectProcedure,
  router,
} from "@/server/trpc/init";

export const projectsRouter = router({
  list: personProcedure.query(({ ctx }) => listMyProjects(ctx)),
  get: projectProcedure("project.read").query(({ ctx }) => getProject(ctx)),
  size: projectProcedure("project.read").query(({ ctx }) => getProjectSize(ctx)),
  create: installationProcedure
    .input(CreateProject)
    .mutation(({ ctx, input }) => createProject(ctx, input)),
  update: projectProcedure("project.edit")
    .input(UpdateProject)
    .mutation(({ ctx, input }) => updateProject(ctx, input)),
  delete: projectProcedure("project.delete")
    .input(DeleteProject)
    .mutation(({ ctx, input }) => deleteProject(ctx, input)),
});
