import '../shared/tokens.css';
import './page.css';
import './views/app';
