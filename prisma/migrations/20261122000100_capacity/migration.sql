-- How many pods of the baseline one pod of a lane may stand in for.
ALTER TABLE "lane_groups" ADD COLUMN "capacity_ratio" DOUBLE PRECISION;
