import { createCluster, ECS } from '../../support/release-matrix/ecs-platform';
import { describeMatrix } from '../../support/release-matrix/describe-matrix';

describeMatrix(ECS, createCluster);
