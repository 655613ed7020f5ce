import { LAMBDA } from '../../support/release-matrix/lambda-platform';
import { describeMatrix } from '../../support/release-matrix/describe-matrix';

describeMatrix(LAMBDA);
