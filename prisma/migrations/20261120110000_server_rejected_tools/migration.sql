-- AlterTable
ALTER TABLE "McpServer" ADD COLUMN     "rejectedTools" JSONB NOT NULL DEFAULT '[]';
