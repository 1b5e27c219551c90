//! The program with a screen: ties the terminal, the state, its picture and the workers together.

use std::io;
use std::process::ExitCode;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sipdis::app::{App, Msg, Settings};
use sipdis::archive::{Archive, Origin};
use sipdis::cli;
use sipdis::runtime::{self, Event, Queue, Window};
use sipdis::term::{Depth, Env, Input, Screen};
use sipdis::ui::{self, ColourDepth, Theme};

/// Shows cables until the person leaves. What went wrong is told after the terminal was given back.
pub fn show(origins: Vec<Origin>) -> ExitCode {
    match run(origins) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            cli::complain(format_args!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(origins: Vec<Origin>) -> anyhow::Result<()> {
    let theme = Theme::new(colours(Depth::from_env(&Env::of_process())?));
    let title = title(&origins);
    let queue = Queue::new();
    let events = queue.sender();
    let mut screen = Screen::take(move |input| events.send(event(input)).is_ok())?;
    let (width, height) = screen.refresh()?;
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let mut app = App::new(Settings { title, today, width, height });
    let mut shown = Shown { screen, theme };
    runtime::run(&mut app, Arc::new(Archive::new(origins)), &mut shown, queue)?;
    Ok(())
}

/// What is opened, in few words.
fn title(origins: &[Origin]) -> String {
    let names = origins.iter().map(|origin| match origin {
        Origin::Path(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
        Origin::Stdin(_) => "standard input".to_owned(),
        Origin::Sample => "sample cables".to_owned(),
    });
    names.collect::<Vec<_>>().join(", ")
}

fn event(input: Input) -> Event {
    match input {
        Input::Key(key) => Event::Msg(Msg::Key(key)),
        Input::Paste(text) => Event::Msg(Msg::Paste(text)),
        Input::Resized => Event::Resized,
        Input::Continued => Event::Continued,
        Input::Failed(message) => Event::Failed(message),
    }
}

/// The terminal's word for how many colours there are, in the word of the pictures.
fn colours(depth: Depth) -> ColourDepth {
    match depth {
        Depth::Mono => ColourDepth::None,
        Depth::Sixteen => ColourDepth::Sixteen,
        Depth::Palette => ColourDepth::TwoFiftySix,
        Depth::True => ColourDepth::True,
    }
}

/// The state's picture on the terminal.
struct Shown {
    screen: Screen,
    theme: Theme,
}

impl Window<App> for Shown {
    fn draw(&mut self, app: &App) -> io::Result<()> {
        self.screen.draw(|frame| ui::draw(app, &self.theme, frame))
    }

    fn refresh(&mut self) -> io::Result<(u16, u16)> {
        self.screen.refresh()
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.screen.suspend()
    }

    fn resume(&mut self) -> io::Result<()> {
        self.screen.resume()
    }
}
