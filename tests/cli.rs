//! The command line, as files: what is typed, what is printed to which stream, and the exit code.
//!
//! `tests/cli/*.trycmd` hold several commands each, their two streams together; `*.toml` hold one, with its standard
//! output and its standard error beside it. After a change that is meant, `TRYCMD=overwrite cargo test --test cli`
//! writes them anew; read the difference before it is kept.

#[test]
fn cases() {
    // Widths and colours must not depend on who runs the tests.
    trycmd::TestCases::new()
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .case("tests/cli/*.toml")
        .case("tests/cli/*.trycmd");
}
