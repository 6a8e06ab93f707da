import type { RouteModule } from '@/lib/actions/openapi'
import * as health from './health/route'
import * as ready from './ready/route'
import * as audit from './v1/audit/route'
import * as clustersClusterApplications from './v1/clusters/[cluster]/applications/route'
import * as clustersCluster from './v1/clusters/[cluster]/route'
import * as clusters from './v1/clusters/route'
import * as laneGroupsGroupLanesLaneAbort from './v1/lane-groups/[group]/lanes/[lane]/abort/route'
import * as laneGroupsGroupLanesLanePark from './v1/lane-groups/[group]/lanes/[lane]/park/route'
import * as laneGroupsGroupLanesLaneRemove from './v1/lane-groups/[group]/lanes/[lane]/remove/route'
import * as laneGroupsGroupLanesLaneResume from './v1/lane-groups/[group]/lanes/[lane]/resume/route'
import * as laneGroupsGroupPlan from './v1/lane-groups/[group]/plan/route'
import * as laneGroupsGroupProbe from './v1/lane-groups/[group]/probe/route'
import * as laneGroupsGroupPush from './v1/lane-groups/[group]/push/route'
import * as laneGroupsGroupRevisions from './v1/lane-groups/[group]/revisions/route'
import * as laneGroupsGroupRollback from './v1/lane-groups/[group]/rollback/route'
import * as laneGroupsGroup from './v1/lane-groups/[group]/route'
import * as laneGroupsGroupSimulate from './v1/lane-groups/[group]/simulate/route'
import * as laneGroupsGroupTraffic from './v1/lane-groups/[group]/traffic/route'
import * as laneGroups from './v1/lane-groups/route'
import * as operationsOperationEvents from './v1/operations/[operation]/events/route'
import * as operationsOperation from './v1/operations/[operation]/route'
import * as operations from './v1/operations/route'
import * as tokensToken from './v1/tokens/[token]/route'
import * as tokens from './v1/tokens/route'
import * as usersUser from './v1/users/[user]/route'
import * as users from './v1/users/route'

/** Every route but the page that describes them; a test compares it with the files. */
export const apiRoutes: readonly RouteModule[] = [
  { path: '/api/health', module: health },
  { path: '/api/ready', module: ready },
  { path: '/api/v1/audit', module: audit },
  { path: '/api/v1/clusters', module: clusters },
  { path: '/api/v1/clusters/{cluster}', module: clustersCluster },
  { path: '/api/v1/clusters/{cluster}/applications', module: clustersClusterApplications },
  { path: '/api/v1/lane-groups', module: laneGroups },
  { path: '/api/v1/lane-groups/{group}', module: laneGroupsGroup },
  { path: '/api/v1/lane-groups/{group}/lanes/{lane}/abort', module: laneGroupsGroupLanesLaneAbort },
  { path: '/api/v1/lane-groups/{group}/lanes/{lane}/park', module: laneGroupsGroupLanesLanePark },
  { path: '/api/v1/lane-groups/{group}/lanes/{lane}/remove', module: laneGroupsGroupLanesLaneRemove },
  { path: '/api/v1/lane-groups/{group}/lanes/{lane}/resume', module: laneGroupsGroupLanesLaneResume },
  { path: '/api/v1/lane-groups/{group}/plan', module: laneGroupsGroupPlan },
  { path: '/api/v1/lane-groups/{group}/probe', module: laneGroupsGroupProbe },
  { path: '/api/v1/lane-groups/{group}/push', module: laneGroupsGroupPush },
  { path: '/api/v1/lane-groups/{group}/revisions', module: laneGroupsGroupRevisions },
  { path: '/api/v1/lane-groups/{group}/rollback', module: laneGroupsGroupRollback },
  { path: '/api/v1/lane-groups/{group}/simulate', module: laneGroupsGroupSimulate },
  { path: '/api/v1/lane-groups/{group}/traffic', module: laneGroupsGroupTraffic },
  { path: '/api/v1/operations', module: operations },
  { path: '/api/v1/operations/{operation}', module: operationsOperation },
  { path: '/api/v1/operations/{operation}/events', module: operationsOperationEvents },
  { path: '/api/v1/tokens', module: tokens },
  { path: '/api/v1/tokens/{token}', module: tokensToken },
  { path: '/api/v1/users', module: users },
  { path: '/api/v1/users/{user}', module: usersUser },
]
