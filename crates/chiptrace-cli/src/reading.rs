//! The patterns and words that reading goes by: compiled in, or from a folder of the user's.

use std::fs;
use std::path::Path;

use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::register::Register;
use chiptrace::disclosure::ReadingData;
use chiptrace::examine::Examiner;

use crate::exit::Failure;

/// An examiner that reads by the files under `data` (laid out like the project's `data/`), else by those compiled in.
pub fn examiner<'k>(
    knowledge: &'k Knowledge,
    register: &'k Register,
    data: Option<&Path>,
) -> Result<Examiner<'k>, Failure> {
    let Some(folder) = data else {
        return build(knowledge, register, ReadingData::embedded());
    };
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).map_err(|error| Failure::io(&path.display().to_string(), &error))
    };
    let texts = [read("reading/words.toml")?, read("reading/counts.toml")?, read("reading/cues.toml")?];
    let attributes = read("reading/attributes.toml")?;
    let venues =
        [read("clouds/providers.toml")?, read("clouds/instances.toml")?, read("clusters/clusters.toml")?];
    let [words, counts, cues] = &texts;
    let [providers, instances, clusters] = &venues;
    let data = ReadingData {
        words,
        counts,
        cues,
        attributes: &attributes,
        venues: [providers, instances, clusters],
    };
    build(knowledge, register, data)
}

fn build<'k>(
    knowledge: &'k Knowledge,
    register: &'k Register,
    data: ReadingData<'_>,
) -> Result<Examiner<'k>, Failure> {
    Examiner::reading_by(knowledge, register, data)
        .map_err(|error| Failure::usage(format!("reading patterns: {error}")))
}
