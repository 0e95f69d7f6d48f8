-- CreateTable
CREATE TABLE "ActivityView" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "userId" UUID,
    "name" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "sharedByName" TEXT,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ActivityView_pkey" PRIMARY KEY ("id")
);

-- One name means one thing: for each person, and among those of the project. Also how they are listed.
CREATE UNIQUE INDEX "ActivityView_projectId_userId_name_key" ON "ActivityView"
  ("projectId", (coalesce("userId", '00000000-0000-0000-0000-000000000000')), lower("name"));

-- AddForeignKey
ALTER TABLE "ActivityView" ADD CONSTRAINT "ActivityView_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey: who leaves the project leaves none of their own behind.
ALTER TABLE "ActivityView" ADD CONSTRAINT "ActivityView_projectId_userId_fkey" FOREIGN KEY ("projectId", "userId") REFERENCES "Membership"("projectId", "userId") ON DELETE CASCADE ON UPDATE CASCADE;

-- Shared is what belongs to nobody in particular, and then it says by whom.
ALTER TABLE "ActivityView" ADD CONSTRAINT "ActivityView_whose_check" CHECK (("userId" IS NULL) = ("sharedByName" IS NOT NULL));
