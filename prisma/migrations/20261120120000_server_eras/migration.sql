-- AlterTable
ALTER TABLE "McpServer" ADD COLUMN     "eras" TEXT[] DEFAULT ARRAY[]::TEXT[];
