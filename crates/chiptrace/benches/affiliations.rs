//! How many printed affiliations are resolved in a second, and how long the register takes to load.

use std::hint::black_box;
use std::time::Instant;

use chiptrace::affiliation::{Circumstances, resolve};
use chiptrace::controls::register::Register;

const ROUNDS: usize = 400;

/// Printed as papers print them: alone, several in one text, short, misprinted, unknown.
const PRINTED: [&str; 16] = [
    "Department of Computer Science and Technology, Tsinghua University, Beijing 100084, China",
    "Institute of Computing Technology, Chinese Academy of Sciences, Beijing, China; University of Chinese Academy of Sciences",
    "School of Testing, Harbin Institute of Technology, Shenzhen",
    "Microsoft Research Asia, Beijing, China",
    "MIT",
    "Univ. of Sci. & Technol. of China, Hefei, Anhui, P. R. China",
    "The Chinese University of Hong Kong, Shenzhen",
    "Dept. of Physics, ETH Zürich, 8093 Zürich, Switzerland",
    "Graduate School of Information Science, Nagoya University, Furo-cho, Chikusa-ku, Nagoya 464-8601, Japan",
    "1Google DeepMind 2University of Oxford 3NVIDIA",
    "Max-Planck-Institut für Informatik, Saarbrücken, Germany",
    "Institute for Nothing That Is Known, Nowhere",
    "Tsingua University, Beijing",
    "清华大学计算机科学与技术系，北京",
    "Indiana University School of Medicine, Indianapolis, IN, USA",
    "KAUST, Thuwal, Saudi Arabia, {a,b}@kaust.edu.sa",
];

fn main() {
    let began = Instant::now();
    let register = Register::embedded().unwrap_or_else(|error| {
        eprintln!("{error}");
        std::process::exit(1)
    });
    let loading = began.elapsed().as_secs_f64() * 1000.0;
    let began = Instant::now();
    for _ in 0..ROUNDS {
        for text in PRINTED {
            black_box(resolve(black_box(text), Circumstances::default(), &register));
        }
    }
    let strings = ROUNDS * PRINTED.len();
    let rate = strings as f64 / began.elapsed().as_secs_f64();
    println!("register of {} institutions loaded in {loading:.0} ms", register.len());
    println!("{strings} affiliations: {rate:.0} a second on one core");
}
