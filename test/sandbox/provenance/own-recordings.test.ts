import {
  readRecordingFolder,
  RECORDINGS_FOLDER,
} from '../../../sandbox/provenance/replay/recording-file';
import { packageStack } from '../../../cli/package-stack';
import { replayRecordings } from '../../../cli/replay-recordings';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

it('answers what AWS answered when verify:aws asked it', async () => {
  // given
  const recorded = await readRecordingFolder(RECORDINGS_FOLDER);
  if (recorded.length === 0) {
    process.stdout.write('not compared: nobody has run npm run verify:aws against AWS yet\n');
    return;
  }

  // when
  const outcome = await replayRecordings(await packageStack(() => undefined), recorded);

  // then
  expect(outcome).toMatchObject({ missed: [], passed: outcome.of });
}, 120_000);
