/** The short names that messages about releases use. Any other stays as it was written. */
const EMOJI = new Map(
  `white_check_mark ✅  heavy_check_mark ✔️  ballot_box_with_check ☑️  x ❌  heavy_multiplication_x ✖️
   negative_squared_cross_mark ❎  warning ⚠️  rotating_light 🚨  octagonal_sign 🛑  no_entry ⛔
   no_entry_sign 🚫  construction 🚧  exclamation ❗  question ❓  grey_question ❔  information_source ℹ️
   red_circle 🔴  large_orange_circle 🟠  large_yellow_circle 🟡  large_green_circle 🟢
   large_blue_circle 🔵  large_purple_circle 🟣  white_circle ⚪  black_circle ⚫  large_green_square 🟩
   large_red_square 🟥  large_yellow_square 🟨  white_large_square ⬜  arrows_counterclockwise 🔄
   arrow_right ➡️  arrow_left ⬅️  arrow_up ⬆️  arrow_down ⬇️  leftwards_arrow_with_hook ↩️
   arrow_right_hook ↪️  rewind ⏪  fast_forward ⏩  arrow_forward ▶️  double_vertical_bar ⏸️
   pause_button ⏸️  black_square_for_stop ⏹️  hourglass ⌛  hourglass_flowing_sand ⏳  stopwatch ⏱️
   alarm_clock ⏰  zzz 💤  rocket 🚀  ship 🚢  package 📦  tada 🎉  checkered_flag 🏁  fire 🔥  zap ⚡
   boom 💥  bug 🐛  eyes 👀  mag 🔍  test_tube 🧪  thermometer 🌡️  dart 🎯  bell 🔔  no_bell 🔕
   loudspeaker 📢  mega 📣  speech_balloon 💬  memo 📝  clipboard 📋  bookmark 🔖  label 🏷️  link 🔗
   lock 🔒  unlock 🔓  key 🔑  shield 🛡️  gear ⚙️  wrench 🔧  hammer_and_wrench 🛠️  computer 💻
   desktop_computer 🖥️  satellite_antenna 📡  bar_chart 📊  chart_with_upwards_trend 📈
   chart_with_downwards_trend 📉  vertical_traffic_light 🚦  traffic_light 🚥  snowflake ❄️  ice_cube 🧊
   bird 🐦  hatching_chick 🐣  raised_hand ✋  hand ✋  wave 👋  point_right 👉  +1 👍  thumbsup 👍  -1 👎
   thumbsdown 👎  pray 🙏  clap 👏  muscle 💪  robot_face 🤖  bust_in_silhouette 👤  busts_in_silhouette 👥
   heart ❤️  star ⭐  sparkles ✨  recycle ♻️  repeat 🔁  new 🆕  ok 🆗`
    .split(/\s{2,}|\n/)
    .map((entry) => entry.trim().split(' '))
    .filter((pair) => pair.length === 2),
);

/** Undefined where the name is not in the table. */
export const findEmoji = (name) => EMOJI.get(name);
